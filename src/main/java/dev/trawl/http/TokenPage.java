package dev.trawl.http;

/** What a browser shows of a server that it has not been let into. */
final class TokenPage {
  private static final String TEXT =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Trawl: a token is needed</title>
      <link rel="icon" href="data:,">
      <style nonce="%s">
      :root { color-scheme: light dark; --ground: #f3f5f5; --surface: #fff; --line: #d9dfe1;
        --ink: #16242b; --accent: #0b6178; }
      @media (prefers-color-scheme: dark) {
        :root { --ground: #0f1619; --surface: #172024; --line: #2a373d; --ink: #e4ecee;
          --accent: #5cc0d8; }
      }
      body { margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
        font: 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
      main { max-width: 36rem; margin: 0 auto; padding: 1rem 1.5rem; background: var(--surface);
        border: 1px solid var(--line); border-radius: 6px; overflow-wrap: anywhere; }
      h1 { margin: 0 0 0.5rem; font-size: 1.25rem; }
      a { color: var(--accent); }
      code { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
      </style>
      </head>
      <body>
      <main>
      <h1>This Trawl needs a token</h1>
      <p>%s</p>
      <p>Ask whoever started the server for the link that it printed. It ends in <code>?token=…</code>
      and lets a browser in until that is closed.</p>
      <p>Has this browser been let in before? A link on another site can't show that:
      <a href="%s">open the page again</a>.</p>
      <p>Programs send the header <code>Authorization: Bearer</code> and the token.</p>
      </main>
      </body>
      </html>
      """;

  private TokenPage() {}

  /**
   * @param address what was asked for, without a token; its names and values are encoded
   * @param wrong whether a token was there
   * @param nonce of the answer's {@linkplain ContentPolicy#text policy}
   */
  static String html(String address, boolean wrong, String nonce) {
    String found =
        wrong ? "The token in this link is not the server's." : "This link has no token.";
    return TEXT.formatted(nonce, found, address.replace("&", "&amp;"));
  }
}

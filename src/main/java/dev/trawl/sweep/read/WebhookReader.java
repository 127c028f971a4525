package dev.trawl.sweep.read;

import dev.trawl.sweep.Webhook;
import dev.trawl.sweep.Webhook.Address;
import dev.trawl.sweep.Webhook.Event;
import dev.trawl.sweep.Webhook.Format;
import dev.trawl.sweep.Webhook.Variable;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one address that is told what becomes of the sweep. */
final class WebhookReader implements NodeType<Webhook> {
  private static final String EXAMPLE =
      "a mapping such as {on: [sweep.finished], url: {env: HOOK_URL}}";
  private static final String URL = "an HTTP or HTTPS URL, or {env: NAME} with one in it";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String SLACK = "hooks.slack.com";

  /** Reads a list of them. */
  static NodeType<List<Webhook>> list() {
    return (node, problems) ->
        NodeType.sequence("a list of addresses, each " + EXAMPLE)
            .read(node, problems)
            .map(
                list ->
                    list.items().stream()
                        .flatMap(item -> new WebhookReader().read(item, problems).stream())
                        .toList());
  }

  @Override
  public Optional<Webhook> read(YamlNode node, Problems problems) {
    return NodeType.mapping(EXAMPLE)
        .read(node, problems)
        .flatMap(mapping -> read(new MappingReader(mapping, problems), problems));
  }

  private static Optional<Webhook> read(MappingReader keys, Problems problems) {
    Set<Event> events = keys.optional("on", WebhookReader::events).orElse(Webhook.DEFAULT_EVENTS);
    Optional<Address> address =
        keys.required("url", "url: {env: HOOK_URL}", WebhookReader::address);
    Optional<Variable> secret =
        keys.optional("secret", (node, each) -> variable(node, "{env: NAME}", each));
    Format format =
        keys.optional(
                "format",
                NodeType.choice("one of " + String.join(", ", Format.keys()), Format.keys()))
            .map(Format::of)
            .orElse(Format.JSON);
    if (format == Format.SLACK) {
      keys.entry("secret")
          .ifPresent(
              entry ->
                  problems.error(
                      entry.place(), "the key secret", "none, since Slack's form is not signed"));
    }
    keys.finish();
    return address.map(found -> new Webhook(events, found, secret.orElse(null), format));
  }

  private static Optional<Set<Event>> events(YamlNode node, Problems problems) {
    String names = String.join(", ", Event.keys());
    NodeType<String> event = NodeType.choice("one of " + names, Event.keys());
    return NodeType.sequence("a list of events: " + names)
        .read(node, problems)
        .map(
            list -> {
              Set<Event> events = EnumSet.noneOf(Event.class);
              list.items()
                  .forEach(
                      item -> event.read(item, problems).map(Event::of).ifPresent(events::add));
              return events;
            })
        .filter(events -> !events.isEmpty());
  }

  private static Optional<Address> address(YamlNode node, Problems problems) {
    if (node.mapping().isPresent()) {
      return variable(node, URL, problems).map(Address::of);
    }
    Optional<URI> uri = NodeType.scalar(URL, value -> uri(value.toString())).read(node, problems);
    uri.filter(found -> SLACK.equalsIgnoreCase(found.getHost()))
        .ifPresent(
            found ->
                problems.warning(
                    node.place(),
                    "an address of Slack, which whoever reads this sweep can write to",
                    "{env: NAME}, whose value is recorded nowhere"));
    return uri.map(URI::toString).map(Address::of);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text)).filter(Address::isUsable);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Optional<Variable> variable(YamlNode node, String expected, Problems problems) {
    return NodeType.mapping(expected)
        .read(node, problems)
        .flatMap(
            mapping -> {
              MappingReader keys = new MappingReader(mapping, problems);
              Optional<String> name =
                  keys.required(
                      "env",
                      "env: HOOK_URL",
                      NodeType.scalar(
                          "the name of an environment variable, of letters, digits and _",
                          value ->
                              Optional.of(Objects.toString(value))
                                  .filter(text -> VARIABLE.matcher(text).matches())));
              keys.finish();
              return name.map(Variable::new);
            });
  }
}

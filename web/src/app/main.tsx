import '@/ui/tokens.css';
import '@/ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { drawingCode } from '@/charts/drawing-code';
import { fetchPages } from './page-code';
import { answered, queryClient } from './query-client';
import { router } from './router';
import { followThemes } from './theme/theme';
import { forgetReload, scriptOf } from './server-answers';

const root = document.getElementById('root');
if (!root) throw new Error('index.html needs an element with id root, found none');

followThemes();
forgetReload(scriptOf(document) ?? '');
const idle = typeof requestIdleCallback === 'function' ? requestIdleCallback : (then: () => void) => setTimeout(then, 2_000);
const loaded = router.subscribe('onResolved', () => {
  loaded();
  void answered(queryClient).then(() => idle(() => void fetchPages().then(drawingCode).catch(() => undefined)));
});

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

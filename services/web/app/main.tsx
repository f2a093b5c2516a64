import '@fontsource-variable/figtree';
import './ui/tokens.css';
import './ui/base.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSessionEnds } from './client/client.ts';
import { isProblem } from './client/problem.ts';
import { initialLanguage, LanguageProvider } from './i18n/language.tsx';
import { loadMessages } from './i18n/messages.ts';
import { makeRouter } from './router.tsx';
import { sessionEnded } from './session/session-end.ts';
import { StepUpProvider } from './session/step-up.tsx';
import { installOfflineShell } from './shell/offline-shell.ts';
import { applyTheme } from './shell/theme.ts';
import { ToastProvider } from './ui/toasts.tsx';

applyTheme();
// A release replaces the files that this page would load next: a fresh page knows the new names. Once in a while, or a file
// that is really gone would load the page again and again; whoever records or uploads is asked by the browser first.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('practika.reloaded') ?? '0');
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem('practika.reloaded', String(Date.now()));
  location.reload();
});

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refuses it refuses again; what could not be reached may come back.
      retry: (failures, error) => failures < 2 && isProblem(error, 'offline', 'unavailable'),
    },
  },
});
const router = makeRouter(queries);
whenSessionEnds(() => sessionEnded(queries));
const language = initialLanguage();
const messages = await loadMessages(language);

createRoot(document.querySelector('#app') as HTMLElement).render(
  <StrictMode>
    <LanguageProvider first={language} messages={messages}>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <StepUpProvider>
            <RouterProvider router={router} />
          </StepUpProvider>
        </ToastProvider>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
installOfflineShell();

import './valid-language.ts';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import './theme/tokens.css';
import './theme/base.css';
import './theme/layout.css';
import './theme/controls.css';
import './theme/figures.css';
import './theme/bench.css';
import './theme/data.css';
import './theme/data-fit.css';
import './theme/data-set.css';
import './theme/design.css';
import './theme/fit.css';
import './theme/games.css';
import './theme/own-parts.css';
import { App } from './panels/App.tsx';
import { begin } from './store/current.ts';
import { startTheme } from './theme/theme.ts';
import { preloadWorkspaces } from './workspaces/workspaces.ts';

startTheme();
begin();
createRoot(document.querySelector('#root') as HTMLElement).render(
  <StrictMode>
    {/* The page is written in English, so what React Aria says is too. */}
    <I18nProvider locale="en-GB">
      <App />
    </I18nProvider>
  </StrictMode>,
);
void preloadWorkspaces();

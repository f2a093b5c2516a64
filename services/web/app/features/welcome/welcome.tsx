import { Page } from '../../ui/layout.tsx';

export const WelcomeScreen = () => <Page title="WelcomeScreen">…</Page>;

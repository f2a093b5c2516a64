import { Page } from '../../ui/layout.tsx';

export const FirstRunScreen = () => <Page title="FirstRunScreen">…</Page>;

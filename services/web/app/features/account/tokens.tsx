import { Page } from '../../ui/layout.tsx';

export const TokensScreen = () => <Page title="TokensScreen">…</Page>;

import { Page } from '../../ui/layout.tsx';

export const SignUpScreen = () => <Page title="SignUpScreen">…</Page>;

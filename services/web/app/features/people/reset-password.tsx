import { Page } from '../../ui/layout.tsx';

export const ResetPasswordScreen = () => <Page title="ResetPasswordScreen">…</Page>;

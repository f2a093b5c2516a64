import { useTranslations } from 'use-intl';
import { AccountPage } from './account-page.tsx';
import { PasswordForm } from './password-form.tsx';
import { Sessions } from './sessions.tsx';

export function SecurityScreen() {
  const t = useTranslations('account');
  return <AccountPage title={t('security')} lead={t('securityLead')}><Sessions /><PasswordForm /></AccountPage>;
}

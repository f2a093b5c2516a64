import { Download, MessageSquareText, ScanSearch, ShieldCheck, Video, Clapperboard, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ScreenTitle } from '../../shell/screen-title.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Row } from '../../ui/layout.tsx';
import { Picture } from './picture.tsx';
import css from './welcome.module.css';

/** The front page for strangers. Language and appearance are in the bar above it. */
export function WelcomeScreen() {
  const t = useTranslations('welcome');
  return (
    <div className={css.welcome}>
      <ScreenTitle>{t('title')}</ScreenTitle>
      <section className={css.hero}>
        <div className={css.words}>
          <h1 tabIndex={-1}>{t('hero')}</h1>
          <p className={css.lead}>{t('lead')}</p>
          <Row><ButtonLink to="/sign-up" look="primary" className={css.big}>{t('signUp')}</ButtonLink><ButtonLink to="/sign-in" className={css.big}>{t('signIn')}</ButtonLink></Row>
          <p className={css.free}>{t('free')}</p>
        </div>
        <Picture />
      </section>

      <section className={css.band} aria-labelledby="steps">
        <h2 id="steps">{t('steps')}</h2>
        <ol role="list" className={css.three}>
          <Point icon={Video} title={t('stepRecord')}>{t('stepRecordText')}</Point>
          <Point icon={MessageSquareText} title={t('stepPin')}>{t('stepPinText')}</Point>
          <Point icon={Clapperboard} title={t('stepAnswer')}>{t('stepAnswerText')}</Point>
        </ol>
      </section>

      <section className={css.promises} aria-labelledby="promises">
        <h2 id="promises">{t('promises')}</h2>
        <ul role="list" className={css.three}>
          <Point icon={ScanSearch} title={t('checked')}>{t('checkedText')}</Point>
          <Point icon={ShieldCheck} title={t('consent')}>{t('consentText')}</Point>
          <Point icon={Download} title={t('yours')}>{t('yoursText')}</Point>
        </ul>
      </section>
    </div>
  );
}

const Point = ({ icon: Icon, title, children }: { readonly icon: LucideIcon; readonly title: string; readonly children: string }) => <li className={css.point}><Icon aria-hidden="true" /><h3>{title}</h3><p>{children}</p></li>;

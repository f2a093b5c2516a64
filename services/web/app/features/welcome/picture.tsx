import { Play, Video } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Dancer } from './dancer.tsx';
import css from './welcome.module.css';

/** Share of the timeline at which each mark stands, as in the comments beside it. */
const MARKS = ['18%', '42%'];

/** The product in one drawing: a video, marks on its timeline, comments beside it. One picture for those who do not see it. */
export function Picture() {
  const t = useTranslations('welcome');
  return (
    <figure role="img" aria-label={t('picture')} className={css.picture}>
      <div className={css.player} aria-hidden="true">
        <div className={css.stage}><Dancer /><span className={css.name}>{t('demo.title')}</span></div>
        <div className={css.track}>
          <span className={css.played} />
          <span className={css.range} />
          {MARKS.map((left) => <span key={left} className={css.mark} style={{ insetInlineStart: left }} />)}
          <span className={css.head} />
        </div>
        <div className={css.controls}><Play /><span>0:42 / 1:40</span><span className={css.speed}>0.5×</span></div>
      </div>
      <ol role="list" className={css.comments} aria-hidden="true">
        <li><span className={css.who}><b>B</b>{t('demo.ben')}<i>0:18</i></span>{t('demo.benText')}</li>
        <li className={css.now}><span className={css.who}><b>A</b>{t('demo.ana')}<i>0:42</i></span>{t('demo.anaText')}</li>
        <li><span className={css.who}><b>C</b>{t('demo.chi')}<i>{t('demo.range')}</i></span><span className={css.clip}><span className={css.thumb}><Play /></span><span><Video /> {t('demo.chiText')}</span></span></li>
      </ol>
    </figure>
  );
}

import { ExternalLink, Play } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ConsentGate } from '../features/privacy/consent-gate.tsx';
import { useConsent } from '../features/privacy/privacy-queries.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Row } from '../ui/layout.tsx';
import { usePlay } from './playable.ts';
import { YouTubePlayer } from './youtube-player.ts';
import { frameAddress } from './youtube-protocol.ts';
import css from './youtube.module.css';

interface YouTubeProps {
  /** Our name for it: the exercise's. Nothing is asked of Google to know one. */
  readonly label: string;
  readonly videoId: string;
  readonly player?: YouTubePlayer;
  readonly startMs?: number;
  readonly children?: ReactNode;
}

/** A video at YouTube: a drawn stand-in, until somebody says that Google may be asked. */
export function YouTube({ label, videoId, player: given, startMs = 0, children }: YouTubeProps) {
  const [own] = useState(() => given ?? new YouTubePlayer());
  const player = given ?? own;
  const consent = useConsent('third_party_sharing', 'youtube');
  const [once, setOnce] = useState(false);
  const load = (play: boolean) => {
    if (startMs > 0) player.seek(startMs);
    if (play) player.play();
    setOnce(true);
  };
  return (
    <section className={css.youtube} aria-label={label}>
      {once || consent === 'given' ? <Frame {...{ label, videoId, player, startMs }} /> : <Facade label={label} videoId={videoId} onLoad={() => load(true)} />}
      {children}
    </section>
  );
}

function Facade({ label, videoId, onLoad }: { readonly label: string; readonly videoId: string; readonly onLoad: () => void }) {
  const t = useTranslations('player.youtube');
  const [asking, setAsking] = useState(false);
  return (
    <div className={css.facade}>
      <div className={css.facadeText}>
        <strong>{label}</strong>
        <p>{t('title')}. {t('text')}</p>
        <Row>
          <Button look="primary" onClick={onLoad}><Play aria-hidden="true" />{t('once')}</Button>
          <Button onClick={() => setAsking(true)}>{t('always')}</Button>
        </Row>
        <OpenThere videoId={videoId} />
      </div>
      {asking && <Dialog title={t('always')} onClose={() => setAsking(false)}><ConsentGate purpose="third_party_sharing" recipient="youtube" why={t('why')} onGiven={() => setAsking(false)} /></Dialog>}
    </div>
  );
}

function Frame({ label, videoId, player, startMs }: { readonly label: string; readonly videoId: string; readonly player: YouTubePlayer; readonly startMs: number }) {
  const t = useTranslations('player.youtube');
  const [frame, setFrame] = useState<HTMLIFrameElement | null>(null);
  const failed = usePlay(player, (state) => state.phase === 'failed');
  useEffect(() => {
    if (frame === null) return undefined;
    if (startMs > 0) player.seek(startMs);
    return player.attach(frame);
  }, [frame, player, startMs]);
  return (
    <>
      <iframe
        ref={setFrame} className={css.frame} title={t('frame', { label })} src={frameAddress(videoId, location.origin)} allow="autoplay; fullscreen; picture-in-picture; encrypted-media"
        referrerPolicy="strict-origin-when-cross-origin" sandbox="allow-scripts allow-same-origin allow-presentation allow-popups" onLoad={(event) => { event.currentTarget.dataset.loaded = 'true'; }}
      />
      {failed && <div className={css.silent} role="alert"><p>{t('silent')}</p><OpenThere videoId={videoId} /></div>}
    </>
  );
}

const OpenThere = ({ videoId }: { readonly videoId: string }) => {
  const t = useTranslations('player.youtube');
  return <a className={css.open} href={`https://www.youtube.com/watch?v=${videoId}`} target="_blank" rel="noopener noreferrer"><ExternalLink aria-hidden="true" />{t('open')}</a>;
};

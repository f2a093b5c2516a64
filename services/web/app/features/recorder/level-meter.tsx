import { Mic, MicOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Notice } from '../../ui/layout.tsx';
import css from './recorder.module.css';
import { hear, levelOf } from './sound-level.ts';

/** Milliseconds of silence after which it is asked whether that is meant. */
const LONG_MS = 6_000;

/** Shows how loud the microphone is, and says in words whether anything comes in at all. */
export function LevelMeter({ stream }: { readonly stream: MediaStream }) {
  const t = useTranslations('recorder');
  const bar = useRef<HTMLSpanElement>(null);
  const hearing = useHearing(stream, bar);
  if (stream.getAudioTracks().length === 0) return <p className={css.level}><MicOff aria-hidden="true" />{t('withoutSound')}</p>;
  return (
    <>
      <div className={css.level}>
        <Mic aria-hidden="true" />
        <span className={css.meter} aria-hidden="true"><span ref={bar} /></span>
        {hearing !== 'unknown' && <span className={css.levelText}><span className={css.hidden}>{t('level')}: </span>{t(hearing === 'heard' ? 'soundIn' : 'noSound')}</span>}
      </div>
      {hearing === 'long' && <Notice tone="warn" live>{t('noSoundLong')}</Notice>}
    </>
  );
}

type Heard = 'unknown' | 'heard' | 'silent' | 'long';

/** Moves the bar itself, many times a second, without drawing the screen anew. */
function useHearing(stream: MediaStream, bar: React.RefObject<HTMLSpanElement | null>): Heard {
  const [heard, setHeard] = useState<Heard>('unknown');
  useEffect(() => {
    if (stream.getAudioTracks().length === 0) return undefined;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 1_024 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let state = { lastAt: performance.now(), heard: false };
    let shown = 0;
    let frame = 0;
    const draw = () => {
      frame = requestAnimationFrame(draw);
      // Not allowed before the person touches the page: then nothing is known, which is not silence.
      if (context.state !== 'running') return;
      analyser.getFloatTimeDomainData(samples);
      const level = levelOf(samples);
      // Falls slower than it rises, as the needle of a real one does.
      shown = Math.max(level, shown * 0.92);
      if (bar.current !== null) bar.current.style.clipPath = `inset(0 ${(100 - shown * 100).toFixed(1)}% 0 0)`;
      const now = performance.now();
      state = hear(state, level, now);
      setHeard(state.heard ? 'heard' : now - state.lastAt > LONG_MS ? 'long' : 'silent');
    };
    draw();
    const wake = () => void context.resume().catch(() => undefined);
    wake();
    addEventListener('pointerdown', wake);
    addEventListener('keydown', wake);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointerdown', wake);
      removeEventListener('keydown', wake);
      void context.close();
      setHeard('unknown');
    };
  }, [stream, bar]);
  return heard;
}

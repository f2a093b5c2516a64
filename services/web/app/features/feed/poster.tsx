import { useState } from 'react';
import css from './feed.module.css';

/** Hues of the drawn stand-in, so that two of them beside each other are told apart. */
const HUES = [175, 28, 262, 205, 95, 340];

/** The still picture of a video; a drawn one where there is none, and for videos of others, of which nothing is loaded. */
export function Poster({ src, seed, youtube = false, eager = false }: { readonly src: string | null; readonly seed: string; readonly youtube?: boolean; readonly eager?: boolean }) {
  const [broken, setBroken] = useState(false);
  if (src !== null && !broken) return <img src={src} alt="" loading={eager ? 'eager' : 'lazy'} decoding="async" onError={() => setBroken(true)} />;
  const hue = HUES[Number.parseInt(seed.slice(-2), 16) % HUES.length] ?? 175;
  return (
    <svg viewBox="0 0 320 180" className={css.drawn} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <rect width="320" height="180" fill={`oklch(0.42 0.07 ${hue})`} />
      <circle cx="250" cy="40" r="110" fill={`oklch(0.5 0.085 ${hue})`} />
      <circle cx="60" cy="190" r="120" fill={`oklch(0.36 0.06 ${hue})`} />
      {youtube ? <g><rect x="132" y="68" width="56" height="40" rx="11" fill="#fff" fillOpacity=".94" /><path d="M153 78v20l17-10z" fill={`oklch(0.42 0.07 ${hue})`} /></g> : <path d="M146 68v44l34-22z" fill="#fff" fillOpacity=".9" />}
    </svg>
  );
}

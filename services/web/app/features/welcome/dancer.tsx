import css from './welcome.module.css';

/** What is on the drawn video: a person in a lunge, the way of the arm, and the pin of a comment. */
export const Dancer = () => (
  <svg viewBox="0 0 640 360" className={css.dancer} preserveAspectRatio="xMidYMid slice">
    <defs>
      <radialGradient id="welcome-light" cx="0.5" cy="0.42" r="0.62"><stop offset="0" className={css.lightIn} /><stop offset="1" className={css.lightOut} /></radialGradient>
      <linearGradient id="welcome-body" x1="0" y1="0" x2="0.3" y2="1"><stop offset="0" className={css.bodyTop} /><stop offset="1" className={css.bodyEnd} /></linearGradient>
    </defs>
    <rect width="640" height="360" fill="url(#welcome-light)" />
    <path d="M0 318 H640" className={css.floor} />
    <ellipse cx="312" cy="324" rx="150" ry="11" className={css.shadow} />
    <g className={css.limbs}>
      <path d="M328 136 C366 150 404 160 446 160" strokeWidth="15" opacity="0.14" />
      <path d="M328 136 C368 140 406 134 446 116" strokeWidth="15" opacity="0.28" />
      <path d="M316 204 C286 238 258 272 218 312 l-22 5" strokeWidth="20" />
      <path d="M318 204 C352 216 380 232 392 256 C398 276 396 296 396 314 l28 3" strokeWidth="21" />
      <path d="M328 124 C327 150 322 176 317 202" strokeWidth="34" />
      <path d="M326 134 C298 152 268 156 232 140" strokeWidth="14" />
      <path d="M330 134 C364 128 398 104 424 64" strokeWidth="15" />
    </g>
    <circle cx="333" cy="86" r="22" className={css.face} />
    <path d="M462 158 C466 126 458 92 440 66" className={css.way} />
    <path d="M452 72 L439 64 L441 79" className={css.wayEnd} />
    <circle cx="424" cy="58" r="17" className={css.pinRing} /><circle cx="424" cy="58" r="8" className={css.pin} />
  </svg>
);

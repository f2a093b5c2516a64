import { useEffect, useRef } from 'react';

/** Plays a take from this device, under an address that only this page can use. */
export function TakePlayer({ blob, label, className }: { readonly blob: Blob; readonly label: string; readonly className?: string | undefined }) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (video === null) return undefined;
    const url = URL.createObjectURL(blob);
    video.src = url;
    return () => {
      video.removeAttribute('src');
      URL.revokeObjectURL(url);
    };
  }, [blob]);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- recorded a moment ago, shown to the one who spoke: nobody has written captions
  return <video ref={ref} className={className} aria-label={label} controls playsInline preload="metadata" onLoadedMetadata={(event) => findEnd(event.currentTarget)} />;
}

/** What was recorded as a stream does not say how long it is; a browser that was sent past its end knows. */
function findEnd(video: HTMLVideoElement): void {
  if (Number.isFinite(video.duration)) return;
  const back = () => {
    if (!Number.isFinite(video.duration)) return;
    video.removeEventListener('durationchange', back);
    video.currentTime = 0;
  };
  video.addEventListener('durationchange', back);
  video.currentTime = Number.MAX_SAFE_INTEGER;
}

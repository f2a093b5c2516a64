import { type RefObject, useEffect, useState } from 'react';

interface PhoneVideo extends HTMLVideoElement {
  readonly webkitEnterFullscreen?: () => void;
}

/** The whole stage on the whole screen: with our controls. A telephone that allows that only to a bare video gets the bare video. */
export function useFullScreen(stage: RefObject<HTMLElement | null>, video: () => HTMLVideoElement | null): readonly [is: boolean, toggle: () => void] {
  const [is, setIs] = useState(false);
  useEffect(() => {
    const changed = () => setIs(stage.current !== null && document.fullscreenElement === stage.current);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [stage]);
  const toggle = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    else if (stage.current !== null && typeof stage.current.requestFullscreen === 'function') stage.current.requestFullscreen().catch(() => undefined);
    else (video() as PhoneVideo | null)?.webkitEnterFullscreen?.();
  };
  return [is, toggle];
}

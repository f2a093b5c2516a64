import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { body, media } from '../../client/client.ts';
import { offline } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/layout.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { type Asset, hasOriginal } from './asset-queries.ts';

/**
 * The exact bytes that were sent, under the name that they had. The store's address shows the video and knows no name,
 * so the bytes are fetched and handed over here.
 */
export function DownloadOriginal({ asset }: { readonly asset: Asset }) {
  const t = useTranslations('videos');
  const text = useProblemText();
  const [percent, setPercent] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  if (!hasOriginal(asset.state)) return null;
  const save = async () => {
    const controller = new AbortController();
    stop.current = controller;
    setPercent(0);
    setFailure(null);
    try {
      const { url } = await body(media.POST('/api/media/v1/assets/{id}/playback', { params: { path: { id: asset.id } }, body: { rendition: 'original' } }));
      saveFile(asset.filename, await bytesOf(url, asset.size, controller.signal, setPercent), asset.contentType);
    } catch (error) {
      if (!controller.signal.aborted) setFailure(text(error instanceof TypeError ? offline() : error));
    } finally {
      setPercent(null);
    }
  };
  return <><Button busy={percent !== null} onClick={() => void save()}>{percent === null && <Download aria-hidden="true" />}{percent === null ? t('original') : t('fetching', { percent })}</Button>{failure !== null && <Notice tone="bad" live>{failure}</Notice>}</>;
}

/** @throws ProblemError `offline`; a TypeError when the line breaks */
async function bytesOf(url: string, size: number | null, signal: AbortSignal, onPercent: (percent: number) => void): Promise<Blob> {
  const answer = await fetch(url, { signal });
  if (!answer.ok || answer.body === null) throw offline();
  const total = size ?? Number(answer.headers.get('content-length') ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let got = 0;
  let told = 0;
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    pieces.push(piece);
    got += piece.byteLength;
    const percent = total === 0 ? 0 : Math.floor((got / total) * 100);
    if (percent !== told) onPercent(told = percent);
  }
  return new Blob(pieces);
}

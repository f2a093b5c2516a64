import { useTranslations } from 'use-intl';
import { Badge, type Tone } from '../../ui/layout.tsx';
import { type AssetState, isMoving } from './asset-queries.ts';

const tone = (state: AssetState): Tone => (state === 'ready' ? 'good' : isMoving(state) ? 'info' : state === 'consent_hold' || state === 'expired' || state === 'deleted' ? 'warn' : 'bad');

export function StateBadge({ state }: { readonly state: AssetState }) {
  const t = useTranslations('videos');
  return <Badge tone={tone(state)}>{t(`state.${state}`)}</Badge>;
}

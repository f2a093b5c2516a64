import { useTranslations } from 'use-intl';
import { Dialog } from '../ui/dialog.tsx';
import { Choice } from '../ui/field.tsx';
import type { MoreKey } from './use-shortcuts.ts';
import css from './player.module.css';

const ROWS = [
  ['play', ['Space', 'K']], ['five', ['←', '→']], ['ten', ['J', 'L']], ['frame', [',', '.']], ['speed', ['<', '>']], ['tenth', ['0', '9']], ['loop', ['I', 'O', 'X']],
  ['comments', ['N', 'P']], ['mute', ['M']], ['full', ['F']], ['captions', ['C']], ['mirror', ['R']], ['help', ['?']],
] as const;

/** The list of keys, and the switch for those whose input types letters that they did not mean (WCAG 2.1.4). */
export function ShortcutsDialog({ enabled, onEnabled, onClose, more = [] }: { readonly enabled: boolean; readonly onEnabled: (enabled: boolean) => void; readonly onClose: () => void; readonly more?: readonly MoreKey[] }) {
  const t = useTranslations('player');
  const rows = [...ROWS.map(([name, keys]) => [t(`keys.${name}`), keys] as const), ...more.map(({ label, key }) => [label, [key.toUpperCase()]] as const)];
  return (
    <Dialog title={t('shortcuts')} onClose={onClose}>
      <dl className={css.keys}>
        {rows.map(([label, keys]) => <div key={label}><dt>{keys.map((key) => <kbd key={key}>{key === 'Space' ? t('keys.space') : key}</kbd>)}</dt><dd>{label}</dd></div>)}
      </dl>
      <Choice checked={enabled} onChange={(event) => onEnabled(event.currentTarget.checked)} hint={t('shortcutsHint')}>{t('shortcutsOn')}</Choice>
    </Dialog>
  );
}

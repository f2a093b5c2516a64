import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { HiddenText } from '../../ui/layout.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import ui from '../../ui/ui.module.css';
import { type FeedSearch, ORDERS, VISIBILITIES, WHOSE, whoseOf } from './feed-search.ts';
import css from './feed.module.css';

interface FeedToolsProps {
  readonly search: FeedSearch;
  /** @param replace without a step back to what it was */
  readonly set: (change: { readonly [Key in keyof FeedSearch]?: FeedSearch[Key] | undefined }, replace?: boolean) => void;
}

/** Search, filters and order: all of them in the address. */
export function FeedTools({ search, set }: FeedToolsProps) {
  const t = useTranslations('feed');
  const whose = whoseOf(search);
  const gone = whose === 'deleted';
  return (
    <div className={css.tools} role="search">
      {!gone && <SearchField label={t('search')} value={search.search ?? ''} onChange={(value) => set({ search: value === '' ? undefined : value }, true)} />}
      <Select label={t('whose')} value={whose === 'person' ? 'all' : whose} onChange={(value) => set({ owner: value === 'all' ? undefined : 'me', deleted: value === 'deleted' ? true : undefined })} options={WHOSE.map((name) => [name, t(`filter.${name}`)])} />
      {!gone && <Select label={t('visibility')} value={search.visibility ?? 'any'} onChange={(value) => set({ visibility: VISIBILITIES.find((one) => one === value) })} options={(['any', ...VISIBILITIES] as const).map((name) => [name, t(`filter.${name}`)])} />}
      {!gone && <Select label={t('order')} value={search.order ?? '-createdAt'} onChange={(value) => set({ order: ORDERS.find((order) => order === value && order !== '-createdAt') })} options={ORDERS.map((order) => [order, t(`orderBy.${order}`)])} />}
      {whose === 'person' && <Button onClick={() => set({ owner: undefined })}>{t('onePerson')}<X aria-hidden="true" /></Button>}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

const Select = ({ label, value, options, onChange }: SelectProps) => <label className={css.select}><HiddenText>{label}</HiddenText><select className={ui.input} value={value} onChange={(event) => onChange(event.target.value)}>{options.map(([name, words]) => <option key={name} value={name}>{words}</option>)}</select></label>;

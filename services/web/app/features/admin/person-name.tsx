import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { personQuery } from './admin-queries.ts';

/** Somebody's name by their id. `plain`: where a link has no place. */
export function PersonName({ id, plain = false }: { readonly id: string; readonly plain?: boolean }) {
  const t = useTranslations('admin');
  const { data, isPending } = useQuery(personQuery(id));
  if (data === null) return <>{t('erasedPerson')}</>;
  const name = data ?? (isPending ? '…' : t('somebody'));
  return plain ? <>{name}</> : <Link to="/admin/users/$userId" params={{ userId: id }}>{name}</Link>;
}

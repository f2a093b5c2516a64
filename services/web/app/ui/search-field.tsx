import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { HiddenText } from './layout.tsx';
import css from './ui.module.css';

/** Milliseconds of rest before what is typed is searched for. */
const PAUSE = 300;

/** What is searched for, kept in the address by its owner. */
export function SearchField({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  // The address changed by itself: back, or a link.
  if (value !== shown) {
    setShown(value);
    if (text.trim() !== value) setText(value);
  }
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), PAUSE);
    return () => clearTimeout(timer);
  });
  return <label className={css.search}><HiddenText>{label}</HiddenText><Search aria-hidden="true" /><input className={css.input} type="search" placeholder={label} value={text} maxLength={100} onChange={(event) => setText(event.target.value)} /></label>;
}

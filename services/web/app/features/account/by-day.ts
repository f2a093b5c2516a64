/** Puts what comes newest first together by the day on which it was, in this browser's time zone. */
export function byDay<Item extends { readonly at: string }>(items: readonly Item[]): readonly { readonly day: string; readonly events: readonly Item[] }[] {
  const days: { day: string; events: Item[] }[] = [];
  for (const item of items) {
    const at = new Date(item.at);
    const day = `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
    const last = days.at(-1);
    if (last?.day === day) last.events.push(item);
    else days.push({ day, events: [item] });
  }
  return days;
}

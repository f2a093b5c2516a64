// The difference of two JSON documents in lines that a person can act on.

const isObject = (value) => value !== null && typeof value === 'object';
const escape = (part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const short = (value) => {
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 97)}...` : text;
};

/**
 * @param {unknown} before @param {unknown} after
 * @returns {string[]} `+ pointer value`, `- pointer value`, `~ pointer before -> after`, in the order of the documents;
 *   where nothing but the order of keys differs, one line that says so
 */
export function jsonDiff(before, after) {
  const lines = [...walk(before, after, '')];
  if (lines.length === 0 && JSON.stringify(before) !== JSON.stringify(after)) return ['~ only the order of keys differs'];
  return lines;
}

function* walk(before, after, pointer) {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (before !== after) yield `~ ${pointer || '/'} ${short(before)} -> ${short(after)}`;
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = `${pointer}/${escape(key)}`;
    if (!Object.hasOwn(after, key)) yield `- ${at} ${short(before[key])}`;
    else if (!Object.hasOwn(before, key)) yield `+ ${at} ${short(after[key])}`;
    else yield* walk(before[key], after[key], at);
  }
}

/** What an exercise may be called that is made from a file: its name without ending and underscores; empty where that says nothing. */
export function nameFrom(filename: string): string {
  const name = filename.replace(/\.[a-z0-9]{2,5}$/i, '').replaceAll(/[_\s]+/g, ' ').trim();
  // What cameras call their files tells nobody anything.
  return name.length < 3 || /^(?:img|mov|vid|pxl|dsc|mvi|gopr|video|recording|movie)?[\s\d.~()-]*$/i.test(name) ? '' : [...name].slice(0, 140).join('');
}

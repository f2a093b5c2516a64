import { ProblemError } from '../client/problem.ts';
import { StoreRefusal } from './patience.ts';

const own = (code: string): ProblemError => new ProblemError(code, 0, null, [], null, null);

/** What went wrong, however deep others have wrapped it. */
export function problemIn(error: unknown): ProblemError {
  for (let one: unknown = error; typeof one === 'object' && one !== null; one = 'cause' in one ? one.cause : null) {
    if (one instanceof ProblemError) return one;
    if (!('name' in one)) continue;
    // The file was changed, moved, or its stick pulled out.
    if (one.name === 'NotReadableError' || one.name === 'NotFoundError') return own('file-changed');
    if (one instanceof StoreRefusal) return own('store-refused');
  }
  return own('unexpected');
}

export interface Part {
  /** 1… */
  readonly partNumber: number;
  /** Bytes of the take: from (included), to (excluded). */
  readonly from: number;
  readonly to: number;
}
export const sizeOf = ({ from, to }: Part): number => to - from;

/** The parts that a take of this size can be sent in now: full ones, and at its end the rest. */
export function partsOf(size: number, partSize: number, ended: boolean): readonly Part[] {
  const count = ended ? Math.ceil(size / partSize) : Math.floor(size / partSize);
  return Array.from({ length: count }, (_, index) => ({ partNumber: index + 1, from: index * partSize, to: Math.min(size, (index + 1) * partSize) }));
}

/** What is there of a part at the store. */
export interface Arrived {
  readonly partNumber: number;
  readonly size: number;
}

/**
 * The first part that is not there yet. One of another size is not there: it was the end of a take that then went on.
 * A take is only ever added to, so one of the same size has the same bytes.
 */
export function nextPart(parts: readonly Part[], arrived: readonly Arrived[]): Part | null {
  return parts.find((part) => !arrived.some(({ partNumber, size }) => partNumber === part.partNumber && size === sizeOf(part))) ?? null;
}

/** Bytes of these parts that are at the store. */
export const arrivedBytes = (parts: readonly Part[], arrived: readonly Arrived[]): number => parts.filter((part) => nextPart([part], arrived) === null).reduce((sum, part) => sum + sizeOf(part), 0);

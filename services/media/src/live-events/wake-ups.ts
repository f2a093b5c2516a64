/** Says that there may be news of a person. Only a hint: a stream that is never woken looks by itself every few seconds. */
export abstract class WakeUps {
  /** @returns what ends the subscription */
  abstract subscribe(ownerId: string, wake: () => void): () => void;
}

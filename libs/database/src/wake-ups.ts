/** Says that there may be news of something: a person, an exercise. Only a hint: a stream that is never woken looks by itself every few seconds. */
export abstract class WakeUps {
  /** @returns what ends the subscription */
  abstract subscribe(topic: string, wake: () => void): () => void;
}

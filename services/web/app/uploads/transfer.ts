/** What moves bytes; it says what happens, by the server's id of the upload. */
export interface Transfer {
  /** Begins, or goes on with what has not arrived. */
  start(uploadId: string, file: File, partSize: number): void;
  pause(uploadId: string, paused: boolean): void;
  /** Forgets the upload here. */
  stop(uploadId: string): void;
  /** Tells how fast it goes, bytes in a second: more parts are sent at once where they go through in no time. */
  rate(uploadId: string, rate: number | null): void;
}

export interface TransferEvents {
  progress(uploadId: string, sent: number): void;
  /** It goes on by itself, when what stands in the way has ended. */
  waiting(uploadId: string, error: unknown): void;
  completing(uploadId: string): void;
  done(uploadId: string): void;
  failed(uploadId: string, error: unknown): void;
}

/** What moves bytes; it says what happens, by the server's id of the upload. */
export interface Transfer {
  /** Begins, or goes on with what has not arrived. */
  start(uploadId: string, file: File, partSize: number): void;
  /** Sends no more of it. What has arrived is the server's; `start` goes on from there. */
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

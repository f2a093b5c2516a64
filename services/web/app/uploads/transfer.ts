/** What moves bytes; it says what happens, by the server's id of the upload. */
export interface Transfer {
  /** Begins, or goes on with what has not arrived. */
  start(uploadId: string, file: File, partSize: number): void;
  pause(uploadId: string, paused: boolean): void;
  retry(uploadId: string): void;
  /** Forgets the upload here. */
  stop(uploadId: string): void;
  /** Tells how fast it goes, bytes in a second: on a slow line fewer parts are under way at once. */
  rate(uploadId: string, rate: number | null): void;
}

export interface TransferEvents {
  progress(uploadId: string, sent: number): void;
  completing(uploadId: string): void;
  done(uploadId: string): void;
  failed(uploadId: string, error: unknown): void;
}

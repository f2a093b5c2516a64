/** What the page asks of the worker that writes; each is answered under its number. */
export type FileRequest =
  | { readonly ask: 'open'; readonly path: readonly string[] }
  | { readonly ask: 'append'; readonly file: number; readonly bytes: Blob }
  | { readonly ask: 'read'; readonly file: number; readonly from: number; readonly to: number }
  | { readonly ask: 'close'; readonly file: number };

/** open: the file's number and its size in bytes; read: the bytes. */
export type FileAnswer = { readonly file: number; readonly size: number } | { readonly bytes: ArrayBuffer } | null;
export type FileReply = { readonly id: number; readonly answer: FileAnswer } | { readonly id: number; readonly error: string };

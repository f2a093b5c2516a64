import type { Upload } from './upload.ts';

/** The uploads that screens see, and who wants to know when they change. */
export class UploadList {
  private uploads: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly all = (): readonly Upload[] => this.uploads;
  readonly find = (id: string): Upload | undefined => this.uploads.find((upload) => upload.id === id);

  put(upload: Upload): void {
    this.set([...this.uploads.filter(({ id }) => id !== upload.id), upload]);
  }

  change(id: string, change: Partial<Upload>): void {
    if (this.find(id) !== undefined) this.set(this.uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  }

  remove(id: string): void {
    this.set(this.uploads.filter((upload) => upload.id !== id));
  }

  clear(): void {
    this.set([]);
  }

  private set(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    this.listeners.forEach((listener) => listener());
  }
}

/** The release that an image was built as, where the image says so; else what the source says of itself. */
export function releaseOr(version: string): string {
  return process.env['PRACTIKA_VERSION'] || version;
}

/** The form by which addresses are compared. Providers that tell case apart in the local part do not exist in practice. */
export function emailKey(email: string): string {
  return email.normalize('NFC').toLowerCase();
}

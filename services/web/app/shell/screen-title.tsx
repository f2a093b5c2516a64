/** The document's title: React hoists it into the head. */
export const ScreenTitle = ({ children }: { readonly children: string }) => <title>{`${children} · Practika`}</title>;

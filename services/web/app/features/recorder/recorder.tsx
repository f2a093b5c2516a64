export interface Take {
  readonly assetId: string;
  readonly durationMs: number;
}

interface RecorderProps {
  readonly onTake: (take: Take) => void;
  readonly onCancel?: () => void;
  readonly compact?: boolean;
  readonly onStarted?: () => void;
  readonly onStopped?: () => void;
}

export function Recorder(_props: RecorderProps) {
  return null;
}

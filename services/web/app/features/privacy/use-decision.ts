import { useState } from 'react';
import { isProblem } from '../../client/problem.ts';
import { useProblemText } from '../../client/problem-text.ts';
import { type Decision, type PurposeName, useDecide } from './privacy-queries.ts';

export interface DecisionState {
  /** What is being saved. */
  readonly busy: Decision | null;
  readonly failure: string | null;
  /** The notice has a newer version than the one that was shown: it has to be shown before the question is put again. */
  readonly outdated: boolean;
  readonly forgetOutdated: () => void;
  /** @returns whether it counts now */
  readonly take: (decision: Decision) => Promise<boolean>;
}

/** One decision on one purpose, from the press of a button until it counts. */
export function useDecision(purpose: PurposeName, recipient: string | null): DecisionState {
  const text = useProblemText();
  const decide = useDecide();
  const [busy, setBusy] = useState<Decision | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [outdated, setOutdated] = useState(false);
  return {
    busy, failure, outdated,
    forgetOutdated: () => setOutdated(false),
    take: async (decision) => {
      setBusy(decision);
      setFailure(null);
      setOutdated(false);
      try {
        await decide(purpose, recipient, decision);
        return true;
      } catch (error) {
        if (isProblem(error, 'notice-outdated')) setOutdated(true);
        else setFailure(text(error));
        return false;
      } finally {
        setBusy(null);
      }
    },
  };
}

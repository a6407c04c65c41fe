import { useState } from 'react';

import { mostMarks } from '../../../shared/model/preview';

export type Bookmarks = {
  /** Numbers of the events, oldest first. */
  readonly marks: readonly number[];
  /** Nothing but these is shown. */
  readonly only: boolean;
  readonly toggle: (seq: number) => void;
  readonly forget: (seqs: readonly number[]) => void;
  readonly setOnly: (only: boolean) => void;
};

/** Bookmarks live as long as the view: an event that left it can no longer be shown. */
export function useBookmarks(): Bookmarks {
  const [marks, setMarks] = useState<readonly number[]>([]);
  const [only, setOnly] = useState(false);
  return {
    marks,
    only,
    toggle: (seq) => {
      setMarks((now) => (now.includes(seq) ? now.filter((each) => each !== seq) : [...now, seq].sort((left, right) => left - right).slice(-mostMarks)));
    },
    forget: (seqs) => {
      const kept = marks.filter((seq) => !seqs.includes(seq));
      setMarks(kept);
      if (kept.length === 0) setOnly(false);
    },
    setOnly,
  };
}

/** The bookmark next to an event in one direction; from null, the newest or, forward, the oldest one. */
export function nextMark(marks: readonly number[], from: number | null, step: 1 | -1): number | null {
  const found = step === 1 ? marks.find((seq) => from === null || seq > from) : marks.findLast((seq) => from === null || seq < from);
  return found ?? null;
}

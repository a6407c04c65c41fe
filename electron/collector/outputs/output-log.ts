/** Where an output says what an administrator may want to know later. Texts hold no secret and no event. */
export type OutputLog = (level: 'info' | 'warning', text: string) => void;

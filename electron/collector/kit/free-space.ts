import type { StatsFs } from 'node:fs';
import { statfsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';

/** Bytes that this user may still write on the disk of a folder. */
export const freeBytesOf = (dir: string): number => forUsers(statfsSync(dir));

/** The same for a thread that must not wait for the disk. */
export const freeBytes = async (dir: string): Promise<number> => forUsers(await statfs(dir));

const forUsers = ({ bavail, bsize }: StatsFs): number => bavail * bsize;

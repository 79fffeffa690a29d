/** So long a volume that was removed can be brought back whole. */
export const trashDays = 7;

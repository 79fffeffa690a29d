/** What happens when the tag of an image leads to another one. */
export const tagFollowing = ["off", "tell", "deploy"] as const;
export type TagFollowing = (typeof tagFollowing)[number];

/** Whether a path is that of what names a resource for people, owners and bills, and does nothing. */
export const isTag = (path: string): boolean =>
  /^(tags|tagsAll|freeformTags|definedTags|metadata\.(labels|annotations))(\.|\[|$)/.test(path);

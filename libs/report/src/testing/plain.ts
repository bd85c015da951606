// Sentences of the page without their links.

/** `[[23%|node]]` is 23%. */
export const plain = (text: string): string => text.replace(/\[\[(.*?)\|.*?\]\]/g, '$1');

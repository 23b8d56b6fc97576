/** An e-mail address as far as a form can tell; whether there is one, the mail that it has to confirm tells. */
export const E_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Where a visit to the window or a machine is booked, with `case` and `purpose`; undefined in an app without that page. */
export const appointmentPage: string | undefined = undefined;

/** Where a visit to the window or a machine is booked; `case` is the acceptance number, `purpose` what the visit is for. */
export const appointmentPage = '/packages/appointment/index';
/** The booking itself. */
export const bookingPage = '/packages/appointment/book';

#ifndef TONGXIN_SOLVER_H
#define TONGXIN_SOLVER_H
int solver_wip(void);
#endif

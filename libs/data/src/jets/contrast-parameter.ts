// The parameter `contrast` of tasks that tell classes apart. Declaration only: loads no reader of jets.
import { contrast } from '@jetdemon/artifacts';

export const contrastParameter = contrast.optional();

"""Writes the files that StateDictionaryTest reads, with PyTorch 1.13: python3 state_dictionaries.py FOLDER"""
import collections
import os
import sys

import torch

torch.manual_seed(1)
out=sys.argv[1]+'/'
os.makedirs(out,exist_ok=True)
base=torch.arange(24,dtype=torch.float32)/8
sd=collections.OrderedDict()
sd['plain']=base.reshape(2,3,4).clone()
sd['transposed']=base.reshape(4,6).clone().t()          # strides (1,6)
shared=base.clone()
sd['shared_head']=shared[:6].reshape(2,3)                # one storage, offset 0
sd['shared_tail']=shared[20:]                            # offset 20
sd['expanded']=torch.tensor([1.5]).expand(3)             # stride 0
sd['scalar']=torch.tensor(2.5)
sd['half']=torch.tensor([1.0,-2.0,0.5],dtype=torch.float16)
sd['bfloat']=torch.tensor([1.0,-2.0,0.5],dtype=torch.bfloat16)
sd['double']=torch.tensor([1.0,-2.0,0.1],dtype=torch.float64)
sd['parameter']=torch.nn.Parameter(torch.tensor([7.0,8.0]))
sd['empty']=torch.zeros(0,3)
torch.save(sd,out+'tensors.pth')
torch.save(sd,out+'tensors-legacy.pth',_use_new_zipfile_serialization=False)
torch.save(collections.OrderedDict(a=torch.zeros(1),steps=torch.tensor([3])),out+'long.pth')
m=torch.nn.Sequential(torch.nn.Conv2d(1,2,3),torch.nn.Linear(2,2))
torch.save(m.state_dict(),out+'module.pth')
norm=torch.nn.BatchNorm2d(2)                             # with a counter of steps, of whole numbers
torch.save(norm.state_dict(),out+'counter-legacy.pth',_use_new_zipfile_serialization=False)
torch.save(collections.OrderedDict(a=torch.zeros(1),steps=torch.tensor([3])),out+'long-legacy.pth',_use_new_zipfile_serialization=False)
class Evil:
    def __reduce__(self): return (os.system,('echo this must never run',))
torch.save(collections.OrderedDict(a=torch.zeros(1),b=Evil()),out+'malicious.pth')
torch.save(torch.nn.Linear(2,2),out+'whole-module.pth')
torch.save({'state_dict':m.state_dict(),'epoch':3},out+'checkpoint.pth')
adam=torch.optim.Adam(m.parameters())
m(torch.zeros(1,1,4,4)).sum().backward()
adam.step()
torch.save({'ema':m.state_dict(),'epoch':3,'hyper_parameters':{'lr':0.1,'depths':[1,2],'name':None},
            'optimizer_states':[adam.state_dict()],
            'state_dict':{'model.'+k:v for k,v in m.state_dict().items()}},out+'lightning.ckpt')
torch.save({'student':m.state_dict(),'teacher':m.state_dict()},out+'several.pth')
class Scripted(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv=torch.nn.Conv2d(1,2,3)
        self.conv.weight.data=torch.arange(18.).reshape(2,1,3,3)
        self.norm=torch.nn.BatchNorm2d(2)
        self.small=torch.nn.Parameter(torch.tensor([1.,-2.]).half())
        self.sizes=[1,2]
        self.name='x'
        self.flag=True
        self.ratio=0.5
    def forward(self,x):
        return self.norm(self.conv(x))
torch.jit.script(Scripted()).save(out+'torchscript.pt')
